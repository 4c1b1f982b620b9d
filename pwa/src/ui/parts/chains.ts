/** What followed what, one chain a row, one place a group. */

export type ChainLink = {
  readonly item: string;
  readonly short: string;
  readonly label: string;
  readonly colour: string;
};
export type Chain = { readonly id: string; readonly at: string; readonly places: readonly (readonly ChainLink[])[] };
export type Chains = { readonly heads: readonly string[]; readonly chains: readonly Chain[]; readonly empty: string };
