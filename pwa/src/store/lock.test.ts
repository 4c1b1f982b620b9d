// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';

import { openLock } from './lock';
import { clearBrowser, openAlice } from './testing';

const QUICK = 10;

beforeEach(clearBrowser);

describe('the passphrase of a tablet', () => {
  it('opens after the app was closed, and no other does', async () => {
    const before = await openAlice();
    await openLock(before.settings, QUICK).choose('chalk and rain');
    before.close();

    const lock = openLock((await openAlice()).settings);
    expect(await lock.isSet()).toBe(true);
    expect(await lock.fits('chalk and rain')).toBe(true);
    expect(await lock.fits('chalk and rai')).toBe(false);
    expect(await lock.fits('')).toBe(false);
  });

  it('is not on the disk itself', async () => {
    const { settings } = await openAlice();
    await openLock(settings, QUICK).choose('chalk and rain');
    expect(JSON.stringify(await settings.get('lock', null))).not.toContain('chalk');
  });

  it('is one passphrase however the keyboard composes its letters', async () => {
    const lock = openLock((await openAlice()).settings, QUICK);
    await lock.choose('ni\u00f1o y tiza');
    expect(await lock.fits('nin\u0303o y tiza')).toBe(true);
  });

  it('no longer opens once another was chosen, and is asked for no more once taken off', async () => {
    const lock = openLock((await openAlice()).settings, QUICK);
    await lock.choose('first words');
    await lock.choose('second words');
    expect(await lock.fits('first words')).toBe(false);
    await lock.remove();
    expect(await lock.isSet()).toBe(false);
    expect(await lock.fits('second words')).toBe(false);
  });
});
