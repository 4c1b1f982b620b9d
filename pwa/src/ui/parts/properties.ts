/** Measures of the layout on an element: the page's policy allows no style in markup, so they are set one by one. */
export function setProperties(values: Readonly<Record<string, string | number>>): (element: HTMLElement) => void {
  return (element) => {
    for (const [name, value] of Object.entries(values)) element.style.setProperty(name, String(value));
  };
}
