/**
 * One comparison.
 *
 * @typedef {object} Row
 * @property {string} what what was measured
 * @property {string} unit of `ours` and `peer`; less is better, but more of what comes per second (`images/s`)
 * @property {number} ours
 * @property {number | null} [peer] null where the peer cannot do it or is not there, or there is none
 * @property {string} [peerName]
 * @property {number | null} ratio `peer / ours`, or `ours / peer` per second: above 1, ours is better
 * @property {string} [note] why there is no figure, or what else to know
 */

/**
 * Makes a row, with the ratio from the two figures.
 *
 * @param {Omit<Row, 'ratio'>} figures
 * @returns {Required<Omit<Row, 'note'>> & Pick<Row, 'note'>}
 */
export function row({ what, unit, ours, peer = null, peerName = '-', ...rest }) {
  const isRate = unit.endsWith('/s');
  return {
    what,
    unit,
    ours: rounded(ours),
    peer: peer === null ? null : rounded(peer),
    peerName,
    ratio: peer === null ? null : rounded(isRate ? ours / peer : peer / ours),
    ...rest,
  };
}

/**
 * A row's peer, for people: its figure, or that it cannot do it, or nothing to say.
 *
 * @param {Row} row
 */
export function peerFigure({ peer, unit, note }) {
  if (peer === null) return note === undefined ? '-' : 'cannot';
  return `${peer} ${unit}`.trim();
}

function rounded(value) {
  return Number(value.toPrecision(4));
}
