namespace Usher.Api.Health;

/// <summary>Whether the server still warms up; until it has, it is not ready.</summary>
public sealed class WarmUpState
{
    public bool IsUnderWay { get; set; }
}
