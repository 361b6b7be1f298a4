namespace Usher.Pages.Desk.NewShows;

/// <summary>A form's fields by name, as they were sent or as a draft fills them; a missing one is empty.</summary>
public sealed class Fields
{
    private readonly Dictionary<string, string> _values;

    public Fields(IEnumerable<KeyValuePair<string, string>> values) =>
        _values = values.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal);

    public static Fields None { get; } = new([]);

    public string this[string name] => _values.GetValueOrDefault(name, "");

    public IEnumerable<KeyValuePair<string, string>> All => _values;

    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>These and others, which come first.</summary>
    public Fields With(Fields others) => new(
        others._values.UnionBy(_values, field => field.Key, StringComparer.Ordinal));

    public static Fields Of(IFormCollection? form) => new((form ?? FormCollection.Empty)
        .Select(field => KeyValuePair.Create(field.Key, field.Value.ToString().Trim())));
}
