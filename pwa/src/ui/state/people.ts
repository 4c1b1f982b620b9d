/** What screens ask the office about people, their ways in and their devices. */
export * from '../../sync/people';
