/** The lesson that runs on this tablet: it stays open, and its clock goes on, while the person looks at other screens. */
import type { Id } from '../../core/types';
import type { Store } from '../../store';
import type { Lesson, openLesson, Opened } from './lesson.svelte';
import { preferences } from './preferences.svelte';

let open = $state.raw<Lesson | null>(null);

export const running = {
  /** Null if no lesson is open in this window. */
  get lesson(): Lesson | null {
    return open;
  },
};

/** Opens a lesson for the pad, or gives the one that is open already. What makes one comes with the pad, not with the shell. */
export async function enterLesson(store: Store, id: Id, openIt: typeof openLesson): Promise<Opened> {
  if (open?.id === id) return open;
  const opened = await openIt(store, id, vibrate);
  if (typeof opened !== 'string') {
    open?.close();
    open = opened;
  }
  return opened;
}

/** Lets go of a lesson that is over or only watched; a running one stays open. */
export function leaveLesson(): void {
  if (open === null || (!open.view.isEnded && !open.isElsewhere)) return;
  open.close();
  open = null;
}

/** Lets go of any lesson, for signing out. */
export function closeLesson(): void {
  open?.close();
  open = null;
}

function vibrate(): void {
  if (preferences.now.vibrate && 'vibrate' in navigator) navigator.vibrate(12);
}
