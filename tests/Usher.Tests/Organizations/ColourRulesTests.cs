using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Usher.BoxOffice.Organizations;
using Usher.Testing;

namespace Usher.Tests.Organizations;

public sealed partial class ColourRulesTests
{
    private static readonly string[] Tokens = ["canvas", "surface", "sunken", "action-soft", "on-action"];

    [GeneratedRegex("--(?<name>[a-z0-9-]+): (?<colour>#[0-9a-f]{6});", RegexOptions.ExplicitCapture)]
    private static partial Regex Token { get; }

    [Fact]
    public void The_colours_to_compare_with_are_those_of_the_look()
    {
        var styles = File.ReadAllText(Path.Combine(
            Clone.Root, "src", "Usher.Pages", "Assets", "styles", "tokens.css"));
        var dark = styles.IndexOf(":root[data-theme=\"dark\"]", StringComparison.Ordinal);

        Colours(styles[..styles.IndexOf("@media", StringComparison.Ordinal)]).ShouldBe(ColourRules.OnLight);
        Colours(styles[dark..]).ShouldBe(ColourRules.OnDark);
    }

    [Fact]
    public void The_looks_own_colours_pass()
    {
        ColourRules.Problem("#0a5560", ColourRules.OnLight).ShouldBeNull();
        ColourRules.Problem("#7fd0d6", ColourRules.OnDark).ShouldBeNull();
    }

    [Theory]
    [InlineData("#000000", "#ffffff", 21)]
    [InlineData("#777777", "#ffffff", 4.48)]
    [InlineData("#ff0000", "#00ff00", 2.91)]
    public void Contrast_is_that_of_WCAG_whichever_comes_first(string one, string other, double contrast)
    {
        ColourRules.Contrast(one, other).ShouldBe(contrast, 0.01);
        ColourRules.Contrast(other, one).ShouldBe(contrast, 0.01);
    }

    [Fact]
    public void What_cannot_be_read_is_refused_with_the_way_out()
    {
        ColourRules.Problem("#ffd166", ColourRules.OnLight).ShouldNotBeNull().ShouldEndWith("Choose a darker one");
        ColourRules.Problem("#333333", ColourRules.OnDark).ShouldNotBeNull().ShouldEndWith("Choose a lighter one");
        ColourRules.Problem("#FFF", ColourRules.OnDark).ShouldNotBeNull().ShouldContain("#rrggbb");
    }

    private static ImmutableArray<string> Colours(string rules)
    {
        var all = Token.Matches(rules).DistinctBy(match => match.Groups["name"].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => match.Groups["colour"].Value);
        return [.. Tokens.Select(token => all[token])];
    }
}
