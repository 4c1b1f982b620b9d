/** Showing a long screen part by part, so that its first part is painted before the others are made. */

export type Stages = {
  /** How many parts may be shown now. */
  readonly shown: number;
};

/** One part at once; when it `isReady`, the next ones each after a paint. Call it while a component is set up. */
export function showInStages(parts: number, isReady: () => boolean): Stages {
  let shown = $state(1);
  $effect(() => {
    if (shown >= parts || !isReady()) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => (timer = setTimeout(() => (shown += 1))));
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  });
  return {
    get shown() {
      return shown;
    },
  };
}
