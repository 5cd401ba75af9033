/** Small words that join the parts of a person's name. They are written, joined or left out at will, so they neither help nor harm. */
export const PARTICLES: ReadonlySet<string> = new Set(
  (
    'al el ul ad as ash ar at az an il bin ibn ben bint bent binte bte wuld ould weld ait oulad ' +
    'de del della dela delos di da das do dos du des la las le les lo los of the ' +
    'van von vom zu zum zur der den het ter ten te op af av til und and et ap mac mc ua ni nic ' +
    'na bar ur uz us ud os ze zi fi wa oz qizi kizi kyzy ogly oglu uulu'
  ).split(' '),
);
