namespace Usher.Http.Fields;

/// <summary>The id of a show as an address names it.</summary>
public static class ShowIdField
{
    /// <summary>Null where the text is no number of a show, and so names none.</summary>
    public static ShowId? Read(string text) => ShowId.TryParse(text, out var id) ? id : null;
}
