/**
 * Draws the app's icons into public/: rows of seats seen from behind, one of them lit.
 * Run by hand (`node scripts/draw-icons.mjs`) when the drawing changes; the results are committed.
 */
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';

const GROUND = [14, 74, 89];
const SEAT = [233, 230, 220];
const LIT = [240, 178, 66];

/** Three rows on a field of 100 × 100, front to back: nearer seats are larger. */
function seats() {
  const rows = [
    { y: 24, width: 13, height: 11, gap: 5, count: 4, fade: 0.42 },
    { y: 41, width: 16, height: 14, gap: 6, count: 3, fade: 0.68 },
    { y: 61, width: 21, height: 19, gap: 7, count: 3, fade: 1 },
  ];
  return rows.flatMap((row, r) => {
    const left = 50 - (row.count * row.width + (row.count - 1) * row.gap) / 2;
    return Array.from({ length: row.count }, (_, i) => ({
      x: left + i * (row.width + row.gap),
      y: row.y,
      w: row.width,
      h: row.height,
      round: row.width * 0.28,
      colour: r === 2 && i === 1 ? LIT : mix(GROUND, SEAT, row.fade),
    }));
  });
}

function mix(from, to, part) {
  return from.map((value, i) => Math.round(value + (to[i] - value) * part));
}

function drawSvg() {
  const hex = (colour) => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  const shapes = seats().map(
    (s) =>
      `<rect x="${s.x}" y="${s.y}" width="${s.w}" height="${s.h}" rx="${s.round.toFixed(2)}" fill="${hex(s.colour)}"/>`,
  );
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">',
    `<rect width="100" height="100" rx="22" fill="${hex(GROUND)}"/>`,
    ...shapes,
    '</svg>\n',
  ].join('');
}

/** `corner`: rounding of the ground on the field of 100; `inset`: how much smaller the seats are drawn (maskable). */
function drawPng(size, { corner, inset }) {
  const shapes = seats().map((s) => shrink(s, inset));
  const ground = { x: 0, y: 0, w: 100, h: 100, round: corner, colour: GROUND };
  const rows = Buffer.alloc((size * 4 + 1) * size);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * (size * 4 + 1) + 1 + x * 4;
      rows.set(pixel([(100 * (x + 0.5)) / size, (100 * (y + 0.5)) / size], { ground, shapes, step: 100 / size }), at);
    }
  }
  return encode(size, rows);
}

function shrink(shape, inset) {
  const part = 1 - inset;
  const to = (value) => 50 + (value - 50) * part;
  return { ...shape, x: to(shape.x), y: to(shape.y), w: shape.w * part, h: shape.h * part, round: shape.round * part };
}

function pixel(point, { ground, shapes, step }) {
  const colour = shapes.reduce((under, shape) => mix(under, shape.colour, cover(point, shape, step)), ground.colour);
  return [...colour, Math.round(255 * cover(point, ground, step))];
}

/** How much of the pixel lies inside the rounded rectangle, by the distance to its edge. */
function cover([px, py], { x, y, w, h, round }, step) {
  const dx = Math.abs(px - x - w / 2) - w / 2 + round;
  const dy = Math.abs(py - y - h / 2) - h / 2 + round;
  const distance = Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
  return Math.min(1, Math.max(0, 0.5 - distance / step));
}

function encode(size, rows) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name, body) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc(named));
  return Buffer.concat([length, named, check]);
}

/** CRC-32 as PNG uses it (ISO 3309). */
function crc(bytes) {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

const folder = new URL('../public/', import.meta.url);
writeFileSync(new URL('icon.svg', folder), drawSvg());
writeFileSync(new URL('icon-192.png', folder), drawPng(192, { corner: 22, inset: 0 }));
writeFileSync(new URL('icon-512.png', folder), drawPng(512, { corner: 22, inset: 0 }));
writeFileSync(new URL('icon-maskable-512.png', folder), drawPng(512, { corner: 0, inset: 0.16 }));
writeFileSync(new URL('apple-touch-icon.png', folder), drawPng(180, { corner: 0, inset: 0.06 }));
