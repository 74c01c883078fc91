// Chances as whole numbers, so that every engine has the same: squash(x) is 65536 / (1 + e^(-x / 256)), and stretch undoes it.

/** Stretched chances are below this, of either sign. */
export const MAX_STRETCHED = 2_047;

/** squash at every 128th place from -2048; between them lines are drawn. */
const POINTS = [22, 36, 60, 98, 162, 267, 439, 720, 1179, 1921, 3108, 4971, 7812, 11955, 17625, 24743, 32768, 40793, 47911, 53581, 57724, 60565, 62428, 63615, 64357, 64816, 65097, 65269, 65374, 65438, 65476, 65500, 65514];

/** By stretched chance + 2048. */
export const SQUASHED = Uint16Array.from({ length: 4_096 }, (_, at) => {
  const point = at >> 7;
  return POINTS[point]! + (((POINTS[point + 1]! - POINTS[point]!) * (at & 127)) >> 7);
});

/** By the upper twelve bits of a chance: the first place at which squash is no less than its middle. */
export const STRETCHED = new Int16Array(4_096);
let place = 1;
for (let chance = 0; chance < 4_096; chance += 1) {
  while (place < 4_095 && SQUASHED[place]! < 16 * chance + 8) place += 1;
  STRETCHED[chance] = place - 2_048;
}
