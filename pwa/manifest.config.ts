import type { ManifestOptions } from 'vite-plugin-pwa';

/** What the tablet's home screen knows of the app. */
export const manifest: Partial<ManifestOptions> = {
  id: '/',
  name: 'Backrow',
  short_name: 'Backrow',
  description: 'Observe a lesson from the back row, with or without a network.',
  start_url: '/',
  scope: '/',
  display: 'standalone',
  orientation: 'any',
  background_color: '#101418',
  theme_color: '#101418',
  categories: ['education', 'productivity'],
  icons: [
    { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
  screenshots: [
    { src: '/screenshots/pad.png', sizes: '1180x820', type: 'image/png', form_factor: 'wide', label: 'Pad' },
  ],
  shortcuts: [
    { name: 'New observation', url: '/new' },
    { name: 'Sync', url: '/sync' },
  ],
};
