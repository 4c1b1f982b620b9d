// Answers on stdout what the app's own core makes of the lessons that come on stdin, as the server's core is asked too.
import { readFileSync } from 'node:fs';
import { compareObservers } from '../../pwa/src/core/agreement/index.ts';
import { clipTimeline } from '../../pwa/src/core/clip.ts';
import { computeOverLessons } from '../../pwa/src/core/lessons.ts';
import { computeMeasures } from '../../pwa/src/core/measures.ts';
import { findNoticings, sayNoticing } from '../../pwa/src/core/noticings.ts';
import { makeTimeline } from '../../pwa/src/core/timeline.ts';

function answer({ protocol, observation, observers, until_ms, window, language }) {
  const timelines = observers.map((items) => makeTimeline(protocol, observation, items, until_ms));
  const lessons = timelines.map((timeline) => ({ protocol, timeline }));
  const noticings = findNoticings(protocol, timelines[0], []);
  return {
    timelines,
    noticings: noticings.map((each) => ({ ...each, says: sayNoticing(protocol, each, language) })),
    measures: computeMeasures(protocol, timelines[0], language),
    part: computeMeasures(protocol, clipTimeline(timelines[0], ...window), language),
    together: Object.fromEntries(
      protocol.measures.map((measure) => [measure.id, computeOverLessons(lessons, measure, language)]),
    ),
    agreement: compareObservers(protocol, timelines, undefined, language),
  };
}

const asked = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(asked.map(answer)));
