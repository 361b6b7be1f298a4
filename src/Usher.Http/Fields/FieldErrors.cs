using System.Text.Json;
using Usher.Engine.Validation;

namespace Usher.Http.Fields;

/// <summary>Everything wrong with one request, collected so that it can be told at once.</summary>
public sealed class FieldErrors
{
    private Dictionary<string, List<string>>? _messages;

    /// <summary>What is wrong with the body as a whole, where it could not even be taken apart.</summary>
    public string? Body { get; private set; }

    public bool Any => _messages is not null || Body is not null;

    public void Add(string field, string message)
    {
        _messages ??= new Dictionary<string, List<string>>(StringComparer.Ordinal);
        if (!_messages.TryGetValue(field, out var list))
        {
            _messages[field] = list = [];
        }

        list.Add(message);
    }

    /// <summary>Tells what the rules say of the fields of what was sent, unless something wrong with one was told
    /// already.</summary>
    /// <param name="problems">Fields are called as in the rules: "ExpiresAt".</param>
    /// <param name="fieldOf">What the sender calls them; null: "expires_at".</param>
    public FieldErrors Add(IEnumerable<FieldProblem> problems, Func<string, string>? fieldOf = null)
    {
        foreach (var (field, problem) in problems
            .Select(one => (
                Field: fieldOf?.Invoke(one.Field) ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(one.Field),
                one.Problem))
            .Where(one => !Has(one.Field))
            .ToArray())
        {
            Add(field, problem);
        }

        return this;
    }

    /// <summary>What a form says under its fields: for each wrong one what it must be.</summary>
    public IReadOnlyDictionary<string, string> ToWords() => (_messages ?? []).ToDictionary(
        entry => entry.Key, entry => string.Join("; ", entry.Value), StringComparer.Ordinal);

    public bool Has(string field) => _messages?.ContainsKey(field) == true;

    /// <summary>Asks for a field, unless it is there or something wrong with it was told already.</summary>
    public void Require(string field, bool given)
    {
        if (!given && !Has(field) && Body is null)
        {
            Add(field, "is required");
        }
    }

    public void RefuseBody(string message) => Body ??= message;

    public Dictionary<string, string[]>? ToDocument() =>
        _messages?.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray(), StringComparer.Ordinal);
}
