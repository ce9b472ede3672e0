/** How many messages a text takes on a telephone: plain letters (GSM-7) are counted otherwise than all others. */

const PLAIN = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ -?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€¤]*$/;
const COUNTED_TWICE = /[\^{}\\[~\]|€]/g;

/** @param {string} text @returns {{count: number, isPlain: boolean}} */
export const segments = text => {
  const isPlain = PLAIN.test(text);
  const size = text.length + (isPlain ? text.match(COUNTED_TWICE)?.length || 0 : 0);
  const [alone, joined] = isPlain ? [160, 153] : [70, 67];
  return { count: size > alone ? Math.ceil(size / joined) : Number(size > 0), isPlain };
};
