using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Usher.Engine.Settings;

/// <summary>A setting that is a whole number, and what it may be.</summary>
/// <param name="Section">The configuration section.</param>
/// <param name="Name">The setting's name in it, with its unit.</param>
/// <param name="Min">The least it may be.</param>
/// <param name="Max">The most it may be.</param>
public sealed record SettingRange(string Section, string Name, long Min, long Max)
{
    /// <summary>What is wrong with the configured value, in words for an operator; null if nothing is.</summary>
    /// <param name="configuration">Where it is.</param>
    /// <param name="writtenAs">What whoever set it called it; null: as it is called.</param>
    public string? Problem(IConfiguration configuration, string? writtenAs = null)
    {
        var text = configuration[$"{Section}:{Name}"];
        return text is null || (long.TryParse(text, out var value) && value >= Min && value <= Max)
            ? null
            : $"{writtenAs ?? $"{Section}__{Name}"} is '{text}'; it must be a whole number from {Min:N0} to {Max:N0}.";
    }
}

/// <summary>Checks settings before they are bound, so that a wrong type and a wrong value read alike.</summary>
public static class SettingRanges
{
    /// <summary>Refuses a configuration with a value out of range.</summary>
    /// <exception cref="OptionsValidationException">It names every wrong setting as the environment writes it, its
    /// value and its range.</exception>
    public static void RequireRanges(this IConfiguration configuration, IEnumerable<SettingRange> ranges)
    {
        var problems = ranges.Select(range => range.Problem(configuration)).OfType<string>().ToList();
        if (problems.Count > 0)
        {
            throw new OptionsValidationException("", typeof(SettingRange), problems);
        }
    }
}
