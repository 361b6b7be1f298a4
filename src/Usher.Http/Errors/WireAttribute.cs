namespace Usher.Http.Errors;

/// <summary>What the wire promises of a property beyond its type, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WireAttribute : Attribute
{
    public string? Format { get; init; }

    /// <summary>All values it can have.</summary>
    public string[]? Values { get; init; }

    public bool UniqueItems { get; init; }

    /// <summary>It may be left out, but not be null.</summary>
    public bool NeverNull { get; init; }

    public int Minimum { get; init; } = int.MinValue;

    public int ItemMinimum { get; init; } = int.MinValue;
}
