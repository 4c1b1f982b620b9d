/** Every sentence about who may see an observation, in English. */
import { formatCount } from '../../core/format';

const count = (n: number, one: string, other: string): string => formatCount('en', n, { one, other });

export const sharing = {
  title: 'Who sees this visit',
  open: 'Share',
  shared: 'Shared with the teacher',
  alone: 'So far only its observers see it. Nobody else does, whatever their office.',
  who: 'May see it now',
  roles: { owner: 'Coach, may change and share it', observer: 'Co-observer', teacher: 'Teacher', reader: 'May read' },
  since: (when: string) => `since ${when}`,
  you: 'you',
  preview: 'What the teacher will see',
  previewHelp:
    'Everything that was recorded: the pictures, the measures, each item and each note as below. Your private notes are not part of it.',
  items: (n: number) => count(n, '# item', '# items'),
  notes: 'Notes, word for word',
  noNotes: 'No notes were written.',
  photos: (n: number) => count(n, '# photo', '# photos'),
  asTeacher: 'Look at it as the teacher does',
  share: (name: string) => `Share with ${name}`,
  done: (name: string) => `${name} can see it as soon as this is sent.`,
  stop: 'Stop sharing',
  stopHelp: 'It leaves their devices with their next sync. What they have read they have read.',
  others: 'Somebody else by name',
  pick: 'Choose a coach',
  observer: 'Add as co-observer',
  reader: 'Let them read',
  missing: 'This visit is not on this tablet.',
  notYours: 'Only its coach can share this visit.',
  seeing: (name: string) => `This is what ${name} sees.`,
  back: 'Back to my view',
  added: (when: string) => `Added after sharing, ${when}`,
  edited: (when: string) => `Edited after sharing, ${when}`,
};
