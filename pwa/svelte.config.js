/** Elements are made one by one, never by `innerHTML`, so that the page needs no Trusted Types policy for HTML. */
export default {
  compilerOptions: { fragments: 'tree', runes: true },
};
