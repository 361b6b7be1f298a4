namespace Usher.SystemTests.Fuzz;

/// <summary>Chance with a seed: the same seed throws the same.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Dice for one case of a run, whatever was thrown for the others.</summary>
    public static Dice Of(int seed, int stream, int number) =>
        new(unchecked((((seed * 486_187_739) + stream) * 16_777_619) ^ (number * -1_640_531_527)));

    /// <summary>A whole number from 0 to below the limit.</summary>
    public int Below(int limit) => _random.Next(limit);

    public int Between(int least, int most) => _random.Next(least, most + 1);

    public bool Percent(int percent) => _random.Next(100) < percent;

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[_random.Next(choices.Length)];

    public T OneOf<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
