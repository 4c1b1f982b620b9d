// Times each tap on a key from the touch itself (the event's own time stamp) to the frame that shows it and to the
// end of the transaction that keeps it, by what the page writes on the key: data-count, then data-safe.
window.probe = { taps: [] };
addEventListener(
  'pointerdown',
  (event) => {
    if (event.target instanceof Element && event.target.closest('[data-code]')) {
      window.probe.taps.push({ at: event.timeStamp, painted: null, durable: null });
    }
  },
  { capture: true },
);
new MutationObserver((records) => {
  const tap = window.probe.taps.at(-1);
  if (tap === undefined) return;
  const touched = new Set(records.map((record) => record.attributeName));
  if (touched.has('data-safe')) tap.durable ??= performance.now() - tap.at;
  if (touched.has('data-count')) {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => (tap.painted ??= performance.now() - tap.at);
      channel.port2.postMessage(null);
    });
  }
}).observe(document, { subtree: true, attributeFilter: ['data-count', 'data-safe'] });
