// Runs the core once on a lesson that came as text, as it is when a review opens: nothing is warm. Milliseconds.
window.measure = (text) => {
  const times = {};
  const take = (name, work) => {
    const began = performance.now();
    const made = work();
    times[name] = performance.now() - began;
    return made;
  };
  const { protocol, lessons, until_ms } = take('floor', () => JSON.parse(text));
  const [one, other] = lessons.map((items) => take('timeline', () => core.makeTimeline(protocol, {}, items, until_ms)));
  take('measures', () => core.computeMeasures(protocol, one, 'en'));
  take('agreement', () => core.compareObservers(protocol, [one, other]));
  return times;
};
