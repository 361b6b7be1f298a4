using Microsoft.Extensions.Configuration;
using Usher.Server.Hosting;
using Usher.Testing;

namespace Usher.Tests.Settings;

public sealed class EnvExampleTests
{
    // USHER_WRITE_TABLES=1 writes it instead.
    [Fact]
    public void The_env_example_has_every_setting_with_its_default_and_its_unit()
    {
        var path = Path.Combine(Clone.Root, EnvExample.Path);
        var current = EnvExample.Text();
        if (Environment.GetEnvironmentVariable("USHER_WRITE_TABLES") == "1")
        {
            File.WriteAllText(path, current);
        }
        else
        {
            File.ReadAllText(path).ShouldBe(
                current, "run ./test --fast --filter env_example with USHER_WRITE_TABLES=1");
        }
    }

    [Fact]
    public void Settings_without_an_options_class_are_described_by_hand() =>
        EnvExample.OfNoClass.Keys.ShouldBe(
            KnownSettings.All.Except(KnownSettings.OfClasses().Select(one => $"{one.Section}:{one.Property.Name}")),
            ignoreOrder: true);

    [Fact]
    public void Every_setting_that_is_a_number_says_what_it_may_be_and_every_one_what_it_is()
    {
        var lines = EnvExample.Text().Split('\n');

        foreach (var number in SettingValues.Numbers)
        {
            var name = RenamedSettings.InEnvironment($"{number.Section}:{number.Name}");
            var at = Array.FindIndex(lines, line => line.StartsWith($"#{name}=", StringComparison.Ordinal));
            at.ShouldBeGreaterThan(0, name);
            var above = string.Join(' ', lines[..at].Reverse().TakeWhile(IsWords).Reverse());
            above.ShouldMatch(@"\d\.\.[\d,]+", name);
        }

        for (var i = 1; i < lines.Length; i++)
        {
            if (IsSetting(lines[i]))
            {
                lines[i - 1].ShouldStartWith("# ", Case.Sensitive, $"nothing is said of {lines[i]}");
            }
        }
    }

    // Whoever copies it and removes a mark should not find that the line is wrong.
    [Fact]
    public void All_of_it_is_accepted_with_every_mark_removed()
    {
        var settings = EnvExample.Text().Split('\n')
            .Where(IsSetting)
            .Select(line => line[1..].Split('=', 2))
            .Where(pair => pair[1].Length > 0 && pair[0].Contains("__"))
            .ToDictionary(pair => pair[0].Replace("__", ":"), pair => (string?)pair[1]);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();

        KnownSettings.Problems(configuration).ShouldBeEmpty();
        SettingValues.Require(configuration);
        settings.Count.ShouldBeGreaterThan(100);
    }

    private static bool IsWords(string line) => line.StartsWith("# ", StringComparison.Ordinal);

    private static bool IsSetting(string line) => line.StartsWith('#') && !IsWords(line) && line.Contains('=');
}
