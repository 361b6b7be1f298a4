using System.Text;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Which column of a table is which, by the names that lists of seats have for them in the languages that we know of.
/// Case, spaces and punctuation make no difference.
/// </summary>
internal sealed class TableColumns
{
    // Of several that would do, the one that comes first here. Those for fewer readings take their column first.
    private static readonly (string Name, string[] Words)[] Known =
    [
        ("guid", ["guid", "seatguid"]),
        ("kind", ["kind", "seatkind"]),
        ("x", ["x", "xposition", "positionx", "posx", "xpos", "xcoordinate", "xcoord", "left"]),
        ("y", ["y", "yposition", "positiony", "posy", "ypos", "ycoordinate", "ycoord", "top"]),
        ("category",
        [
            "category", "pricecategory", "pricelevel", "pricezone", "priceband", "pricegroup", "pricetype", "tier",
            "class", "kategorie", "preiskategorie", "preisgruppe", "preisklasse", "platzgruppe", "pk", "catégorie",
            "categorie", "tarif", "categoría", "categoria", "tarifa", "tariffa", "prijscategorie", "rangcategorie",
            "kategoria", "kategori", "priskategori", "kategória",
        ]),
        ("row",
        [
            "row", "rowname", "rowlabel", "rownumber", "rowno", "reihe", "reihenr", "rangée", "rangee", "fila",
            "rij", "rad", "række", "raekke", "rząd", "rzad", "řada", "sor", "rivi", "fileira", "rang",
        ]),
        ("seat",
        [
            "seat", "seatnumber", "seatno", "seatnr", "seatlabel", "seatname", "sitzplatz", "sitz", "platz",
            "sitznummer", "platznummer", "sitznr", "platznr", "stuhl", "siège", "siege", "place", "asiento",
            "butaca", "posto", "poltrona", "stoel", "zitplaats", "plaats", "miejsce", "plats", "plads", "sæde",
            "sete", "sedadlo", "szék", "paikka", "lugar", "assento", "slot", "spot", "chair", "number", "no", "nr",
            "nummer", "numéro", "numero", "número",
        ]),
        ("section",
        [
            "section", "sectionname", "zone", "zonename", "block", "area", "stand", "part", "bereich", "sektor",
            "sektion", "saalteil", "bloc", "secteur", "sección", "seccion", "sector", "bloque", "settore", "vak",
            "sekcja", "blok", "sekce", "szektor", "katsomo", "setor", "level", "floor", "balcony", "tribune", "rang",
        ]),
    ];

    private static readonly string[] RequiredNames = ["row", "seat", "category"];

    private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

    public TableColumns(IReadOnlyList<string> head)
    {
        Head = head;
        var words = head.Select(Word).ToArray();
        foreach (var (name, known) in Known)
        {
            foreach (var word in known)
            {
                if (Array.IndexOf(words, word) is >= 0 and var index && !_indexes.ContainsValue(index))
                {
                    _indexes.Add(name, index);
                    break;
                }
            }
        }
    }

    public IReadOnlyList<string> Head { get; }

    /// <summary>How many of its columns are known.</summary>
    public int Count => _indexes.Count;

    /// <summary>Whether it says where seats stand.</summary>
    public bool HasPlaces => _indexes.ContainsKey("x") || _indexes.ContainsKey("y");

    /// <summary>The names of the columns that it lacks.</summary>
    public string[] Missing =>
    [
        .. RequiredNames.Concat(HasPlaces ? ["x", "y"] : []).Where(name => !_indexes.ContainsKey(name)),
    ];

    /// <summary>The index of a column; -1 where there is none.</summary>
    public int this[string name] => _indexes.GetValueOrDefault(name, -1);

    private static string Word(string head) => new(
    [
        .. head.Trim().Normalize(NormalizationForm.FormC).ToLowerInvariant().Where(char.IsLetterOrDigit),
    ]);
}
