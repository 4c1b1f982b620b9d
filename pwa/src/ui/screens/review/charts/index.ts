/** From a display of the protocol to what is shown of it. */
import type { Display } from '../../../../core/protocol';
import type { Material } from '../material';
import { chartChain } from './chain';
import { chartChecklist } from './checklist';
import { chartCounts } from './counts';
import type { Drawn } from './drawn';
import { chartIntervals } from './intervals';
import { chartLinks, chartPath } from './links';
import { chartMatrix } from './matrix';
import { chartQuestions } from './questions';
import { chartRatings } from './ratings';
import { chartRatio } from './ratio';
import { chartReach } from './reach';
import { chartNotes, chartScript } from './script';
import { chartSeatmap } from './seatmap';
import { chartShares } from './shares';
import { chartSweeps } from './sweeps';
import { chartTransitions } from './transitions';
import { chartWaits } from './waits';

type Draw = (material: Material, display: Display) => Drawn;

/** The timeline is no part of it: it stands above all other pictures and leads into the evidence. */
const CHARTS: Readonly<Record<Exclude<Display['chart'], 'timeline'>, Draw>> = {
  shares: chartShares,
  intervals: chartIntervals,
  counts: chartCounts,
  ratio: chartRatio,
  waits: chartWaits,
  seatmap: chartSeatmap,
  links: chartLinks,
  path: chartPath,
  reach: chartReach,
  matrix: chartMatrix,
  ratings: chartRatings,
  checklist: chartChecklist,
  script: chartScript,
  sweeps: chartSweeps,
  transitions: chartTransitions,
  chain: chartChain,
  questions: chartQuestions,
  notes: chartNotes,
};

export function drawDisplay(material: Material, display: Display): Drawn | null {
  return display.chart === 'timeline' ? null : CHARTS[display.chart](material, display);
}
