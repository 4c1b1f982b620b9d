// What the core's page of the bench runs: the app's own sources, bundled as `window.core`.
export { compareObservers } from '../../pwa/src/core/agreement/index.ts';
export { computeMeasures } from '../../pwa/src/core/measures.ts';
export { makeTimeline } from '../../pwa/src/core/timeline.ts';
