/** Every sentence about notices in English. */
export const notices = {
  title: 'Notices',
  intro: 'What was shared with you, what is due, and what still waits. The last two months.',
  none: 'Nothing yet. When something is shared with you, added or due, it stands here.',
  offline: 'These are the notices of the last time this device reached the office.',
  fresh: 'New',
  allRead: 'Mark all as read',
  settings: 'Choose what is shown on your devices, and when',
  kind: {
    observation_shared: 'An observation was shared with you',
    reflection_added: 'A reflection was added',
    conference_tomorrow: 'A conference is tomorrow',
    check_back: 'A next step is due',
    unsent: 'A tablet still has something to send since yesterday',
  },
  unsentHelp: 'Open Backrow on that tablet where there is a network. Nothing on it is lost.',
  offer: {
    title: 'Shall Backrow tell you when something is added?',
    text: 'It can show a short notice on this device when an observation is shared, a reflection is added or a next step is due. No name and no evidence is ever in it.',
    yes: 'Yes, tell me here',
    no: 'Not now',
    later: 'You can change this in the settings at any time.',
  },
  push: {
    title: 'Notices',
    see: 'See all notices',
    on: 'This device shows notices, also when Backrow is closed.',
    off: 'This device shows no notices. They stand in the list all the same.',
    turnOn: 'Show notices here',
    turnOff: 'Show none here',
    none: 'This browser cannot show notices while Backrow is closed. They stand in the list.',
    homeScreen:
      'On an iPad or iPhone notices come only to an app on the Home Screen: tap Share, then “Add to Home Screen”, and open Backrow from there.',
    denied:
      'This browser was told not to show notices from Backrow. To change that, open the site settings of the browser.',
    trouble: {
      offline: 'The office cannot be reached right now. Try again where there is a network.',
      refused: 'The browser did not take it. Try again later; the notices stand in the list.',
    },
  },
  choice: {
    kinds: 'What is shown on your devices',
    kind: {
      observation_shared: 'An observation was shared with me',
      reflection_added: 'A reflection was added',
      conference_tomorrow: 'A conference tomorrow',
      check_back: 'A next step that is due',
      unsent: 'A tablet of mine has kept something since yesterday',
    },
    quiet: 'Quiet hours',
    quietHelp: (zone: string) => `Nothing is shown in these hours; it comes when they end. Times are in ${zone}.`,
    on: 'On',
    off: 'Off',
    from: 'From',
    until: 'Until',
    offline: 'What is shown and when can be changed where there is a network.',
  },
};
