using Usher.Pages.Desk.NewShows;

namespace Usher.Pages.Desk.Forms;

/// <summary>
/// What a form showed before somebody filled it in. It comes back with what was sent, so that only what he changed is
/// written: what others changed meanwhile is neither undone nor overwritten without a word. A form that comes without
/// it changes everything that it says.
/// </summary>
internal static class ShownFields
{
    private const string Prefix = "shown-";

    /// <summary>The hidden fields of a form that shows these.</summary>
    public static Fields Of(Fields shown, IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(Prefix + name, shown[name])));

    /// <summary>The same fields as they were sent.</summary>
    public static Fields Sent(Fields sent, IEnumerable<string> names) => new(
        from name in names
        where sent.Has(Prefix + name)
        select KeyValuePair.Create(Prefix + name, sent[Prefix + name]));

    /// <summary>Whether whoever sent the form changed the field.</summary>
    public static bool IsChanged(this Fields sent, string name) =>
        !sent.Has(Prefix + name) || sent[name] != sent[Prefix + name];

    /// <summary>Whether somebody else has changed the field since the form was shown.</summary>
    public static bool IsStale(this Fields sent, string name, Fields present) =>
        sent.Has(Prefix + name) && sent[Prefix + name] != present[name];

    /// <summary>What was changed as it was sent, and everything else as it is now.</summary>
    public static Fields Over(this Fields sent, Fields present, IEnumerable<string> names) => sent.With(new Fields(
        names.Where(name => !sent.IsChanged(name)).Select(name => KeyValuePair.Create(name, present[name]))));
}
