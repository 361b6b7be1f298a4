namespace Usher.Engine.Settings;

/// <summary>Names one of the organisers' people.</summary>
/// <param name="Value">A random UUID; <see cref="Guid.Empty"/> is nobody's.</param>
public readonly record struct PersonId(Guid Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value.ToString("D");
}
