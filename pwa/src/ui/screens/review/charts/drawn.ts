/** A display ready to be shown: picture, sentence, rule and table. */
import type { BarGroup, BarRow } from '../../../parts/bars';
import type { Chains } from '../../../parts/chains';
import type { CheckGroup } from '../../../parts/checks';
import type { ColumnPanel } from '../../../parts/columns';
import type { DotPanel } from '../../../parts/dots';
import type { Line } from '../../../parts/lines';
import type { Matrix } from '../../../parts/matrix';
import type { ScaleGroup } from '../../../parts/scales';
import type { Room } from '../../../parts/seats';
import type { SidesPanel } from '../../../parts/sides';
import type { Legend, Stack } from '../../../parts/stacks';
import type { StripGroup } from '../../../parts/strips';
import type { Tally } from '../../../parts/tallies';
import type { Chart } from '../material';

/** What a touch of a bar opens: the evidence of its code, one item, or nothing. */
export type Picks = 'code' | 'item' | 'none';
export type BarPicture = {
  readonly is: 'bars';
  readonly groups: readonly BarGroup[];
  readonly picks: Picks;
  /** What is left out. */ readonly rest?: string;
};

export type Picture =
  | BarPicture
  | { readonly is: 'stacks'; readonly rows: readonly Stack[]; readonly legend: Legend }
  | {
      readonly is: 'strips';
      readonly groups: readonly StripGroup[];
      readonly many: number;
      readonly missing: readonly number[];
      readonly edges: readonly string[];
    }
  | { readonly is: 'sides'; readonly panels: readonly SidesPanel[] }
  | { readonly is: 'dots'; readonly panels: readonly DotPanel[] }
  | { readonly is: 'room'; readonly room: Room; readonly legend: Legend }
  | { readonly is: 'reach'; readonly tallies: readonly Tally[]; readonly bars: readonly BarRow[] }
  | { readonly is: 'matrix'; readonly matrix: Matrix }
  | { readonly is: 'chains'; readonly chains: Chains }
  | { readonly is: 'scales'; readonly groups: readonly ScaleGroup[] }
  | { readonly is: 'checks'; readonly groups: readonly CheckGroup[] }
  | { readonly is: 'lines'; readonly lines: readonly Line[] }
  | { readonly is: 'columns'; readonly panels: readonly ColumnPanel[] };

export type Drawn = Chart & { readonly picture: Picture };
