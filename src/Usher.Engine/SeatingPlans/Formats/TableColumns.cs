using System.Text;

namespace Usher.Engine.SeatingPlans.Formats;

/// <summary>
/// Which column of a table is which, by the names that lists of seats have for them in the languages that we know of.
/// Case, spaces and punctuation make no difference, nor does it whether an i has its dot: Turkish has both, and other
/// programs change the case of neither.
/// </summary>
internal sealed class TableColumns
{
    /// <summary>What a row is called.</summary>
    public static readonly string[] RowWords =
    [
        "row", "reihe", "rangée", "rangee", "fila", "rij", "rad", "række", "raekke", "rząd", "rzad", "řada", "sor",
        "rivi", "fileira", "sira", "rang",
    ];

    /// <summary>What a seat is called.</summary>
    public static readonly string[] SeatWords =
    [
        "seat", "sitzplatz", "sitz", "platz", "stuhl", "siège", "siege", "place", "asiento", "butaca", "posto",
        "poltrona", "stoel", "zitplaats", "plaats", "miejsce", "plats", "plads", "sæde", "sete", "sedadlo", "szék",
        "paikka", "lugar", "assento", "koltuk", "slot", "spot", "chair",
    ];

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
        ("row", ["row", "rowname", "rowlabel", "rownumber", "rowno", "reihenr", .. RowWords]),
        ("seat",
        [
            "seat", "seatnumber", "seatno", "seatnr", "seatlabel", "seatname", "sitznummer", "platznummer", "sitznr",
            "platznr", .. SeatWords, "number", "no", "nr", "nummer", "numéro", "numero", "número",
        ]),
        ("section",
        [
            "section", "sectionname", "zone", "zonename", "block", "area", "stand", "part", "bereich", "sektor",
            "sektion", "saalteil", "bloc", "secteur", "sección", "seccion", "sector", "bloque", "settore", "vak",
            "sekcja", "blok", "sekce", "szektor", "katsomo", "setor", "bölüm", "level", "floor", "balcony", "tribune",
            "rang",
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

    /// <summary>A word without case, spaces and punctuation.</summary>
    public static string Word(string head) => new(
    [
        .. head.Trim().Normalize(NormalizationForm.FormC).Replace('\u0130', 'i').Replace('\u0131', 'i')
            .ToLowerInvariant().Where(char.IsLetterOrDigit),
    ]);
}
