// As probe.js, for pads of every kind: painted is the frame after anything changed in the key, seat or row that was
// touched, durable the end of the next transaction that writes changes.
window.probe = { taps: [] };
let touched = null;
addEventListener(
  'pointerdown',
  (event) => {
    const code = event.target instanceof Element ? event.target.closest('[data-code], [data-seat]') : null;
    if (code === null) return;
    touched = code;
    window.probe.taps.push({ at: event.timeStamp, painted: null, durable: null });
  },
  { capture: true },
);
new MutationObserver((records) => {
  const tap = window.probe.taps.at(-1);
  if (tap === undefined || tap.seen || !records.some((record) => touched.contains(record.target))) return;
  tap.seen = true;
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => (tap.painted ??= performance.now() - tap.at);
    channel.port2.postMessage(null);
  });
}).observe(document, { subtree: true, attributes: true, characterData: true, childList: true });
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, options) {
  const transaction = begin.call(this, stores, mode, options);
  const tap = window.probe.taps.at(-1);
  if (mode === 'readwrite' && tap !== undefined && [stores].flat().includes('changes')) {
    transaction.addEventListener('complete', () => (tap.durable ??= performance.now() - tap.at));
  }
  return transaction;
};
