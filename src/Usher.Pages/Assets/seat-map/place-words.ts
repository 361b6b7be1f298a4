// Rows and seats as people call them. The server has the same (PlaceWords.cs); place-words.json tests both.

const known = new Set([
  "row", "reihe", "rangée", "rangee", "fila", "rij", "rad", "række", "raekke", "rząd", "rzad", "řada", "sor",
  "rivi", "fileira", "rang", "seat", "sitzplatz", "sitz", "platz", "stuhl", "siège", "siege", "place", "asiento",
  "butaca", "posto", "poltrona", "stoel", "zitplaats", "plaats", "miejsce", "plats", "plads", "sæde", "sete",
  "sedadlo", "szék", "paikka", "lugar", "assento", "slot", "spot", "chair", "table", "tisch", "tavolo", "mesa",
  "tafel", "stół", "stol", "bord", "bordet", "asztal", "pöytä", "masa", "desk", "schalter", "counter", "box",
  "booth", "loge", "loża", "loza", "lóže", "palco", "bench", "bank", "banc", "banco", "panca", "ławka", "lawka",
  "couch", "sofa", "sira", "koltuk",
]);

/** Whether the name begins with what it names: "Tisch 4", "row J". */
export function beginsWithWord(name: string): boolean {
  const word = /^\p{L}+/u.exec(name.normalize("NFC").trim())?.[0] ?? "";
  return known.has(word.replace(/[\u0130\u0131]/g, "i").toLowerCase());
}

/** "Row J", "seat 16"; the name alone where it begins with such a word; as the plan says where it does. */
export const placeName = (template: string | null, word: string, name: string): string =>
  (template !== null ? filled(template, name) : beginsWithWord(name) ? name : `${word} ${name}`);

/** As on the server: a pattern without a placeholder is followed by the text. */
function filled(template: string, words: string): string {
  return template.includes("%s") ? template.split("%s").join(words) : `${template} ${words}`;
}
