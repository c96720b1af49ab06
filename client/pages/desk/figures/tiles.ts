/**
 * Thailand as tiles: one of the same size for each province, small or large, roughly where it is.
 * The short names are those that officials, and signs on the road, use for provinces.
 */

const NAMES =
  "กท กรุงเทพมหานคร,สป สมุทรปราการ,นบ นนทบุรี,ปท ปทุมธานี,อย พระนครศรีอยุธยา,อท อ่างทอง,ลบ ลพบุรี,สห สิงห์บุรี,ชน ชัยนาท,สบ สระบุรี," +
  "ชบ ชลบุรี,รย ระยอง,จบ จันทบุรี,ตร ตราด,ฉช ฉะเชิงเทรา,ปจ ปราจีนบุรี,นย นครนายก,สก สระแก้ว,นม นครราชสีมา,บร บุรีรัมย์,สร สุรินทร์," +
  "ศก ศรีสะเกษ,อบ อุบลราชธานี,ยส ยโสธร,ชย ชัยภูมิ,อจ อำนาจเจริญ,บก บึงกาฬ,นภ หนองบัวลำภู,ขก ขอนแก่น,อด อุดรธานี,ลย เลย,นค หนองคาย," +
  "มค มหาสารคาม,รอ ร้อยเอ็ด,กส กาฬสินธุ์,สน สกลนคร,นพ นครพนม,มห มุกดาหาร,ชม เชียงใหม่,ลพ ลำพูน,ลป ลำปาง,อต อุตรดิตถ์,พร แพร่,นน น่าน," +
  "พย พะเยา,ชร เชียงราย,มส แม่ฮ่องสอน,นว นครสวรรค์,อน อุทัยธานี,กพ กำแพงเพชร,ตก ตาก,สท สุโขทัย,พล พิษณุโลก,พจ พิจิตร,พช เพชรบูรณ์," +
  "รบ ราชบุรี,กจ กาญจนบุรี,สพ สุพรรณบุรี,นฐ นครปฐม,สค สมุทรสาคร,สส สมุทรสงคราม,พบ เพชรบุรี,ปข ประจวบคีรีขันธ์,นศ นครศรีธรรมราช,กบ กระบี่," +
  "พง พังงา,ภก ภูเก็ต,สฎ สุราษฎร์ธานี,รน ระนอง,ชพ ชุมพร,สข สงขลา,สต สตูล,ตง ตรัง,พท พัทลุง,ปน ปัตตานี,ยล ยะลา,นธ นราธิวาส";

const MAP = [
  "-- -- ชร -- -- -- -- -- --",
  "มส ชม พย นน -- -- -- -- --",
  "-- ลพ ลป พร -- -- นค บก --",
  "-- ตก สท อต ลย นภ อด สน นพ",
  "-- กพ พจ พล พช ขก กส มห --",
  "-- อน นว ลบ ชย มค รอ ยส อจ",
  "-- ชน สห สบ นม บร สร ศก อบ",
  "กจ สพ อท อย นย ปจ สก -- --",
  "รบ นฐ นบ ปท ฉช -- -- -- --",
  "สส สค กท สป ชบ -- -- -- --",
  "-- พบ -- -- รย จบ ตร -- --",
  "-- ปข -- -- -- -- -- -- --",
  "รน ชพ -- -- -- -- -- -- --",
  "พง สฎ -- -- -- -- -- -- --",
  "ภก กบ นศ -- -- -- -- -- --",
  "-- ตง พท -- -- -- -- -- --",
  "-- สต สข ปน -- -- -- -- --",
  "-- -- -- ยล นธ -- -- -- --",
];

export interface Tile {
  short: string;
  /** As `client/places.py` writes it, and so as cards have it. */
  province: string;
  /** From 0, from above and from the left. */
  row: number;
  column: number;
}

const NAMED = new Map(NAMES.split(",").map((pair) => pair.split(" ") as [string, string]));

export const TILES: readonly Tile[] = MAP.flatMap((line, row) =>
  line.split(" ").flatMap((short, column) => {
    const province = NAMED.get(short);
    return province ? [{ short, province, row, column }] : [];
  }));

export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";
const STEPS: Record<Arrow, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
};

export const isArrow = (key: string): key is Arrow => key in STEPS;

/** The nearest tile that way; the same one where there is none. Sideways counts double, so that down is down. */
export function neighbour(from: Tile, arrow: Arrow): Tile {
  const [rows, columns] = STEPS[arrow];
  let best = from;
  let least = Infinity;
  for (const tile of TILES) {
    const [down, right] = [tile.row - from.row, tile.column - from.column];
    const ahead = down * rows + right * columns;
    const aside = Math.abs(down * columns) + Math.abs(right * rows);
    if (ahead > 0 && ahead + 2 * aside < least) [best, least] = [tile, ahead + 2 * aside];
  }
  return best;
}
