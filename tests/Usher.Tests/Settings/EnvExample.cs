using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Usher.Server.Hosting;
using Usher.Tests.Tidy;

namespace Usher.Tests.Settings;

/// <summary>What .env.example says: every setting with its default, and with what its options class says of it.
/// </summary>
internal static partial class EnvExample
{
    public const string Path = ".env.example";

    private const int Columns = 118;

    private const string Heading = """
        # Every setting of Usher with its default, as a file of environment variables: for systemd's EnvironmentFile,
        # Docker's --env-file, or `set -a; . ./file; set +a`. Remove the # of a line to change its value.
        # Keep secrets out of it where you can: a file /run/secrets/Auth__AdminKey (or in
        # Configuration__SecretsDirectory, or a credential of systemd) is the setting of that name, and what stands here
        # wins over it.
        # Made by a test: USHER_WRITE_TABLES=1 ./test --fast --filter env_example writes it anew.

        # Development makes keys of its own and prints them. Anything else is production.
        #ASPNETCORE_ENVIRONMENT=Production

        # Where it listens, separated by semicolons.
        #ASPNETCORE_URLS=http://localhost:8080

        """;

    /// <summary>The settings that no options class has.</summary>
    public static readonly IReadOnlyDictionary<string, (string Default, string Words)> OfNoClass =
        new Dictionary<string, (string, string)>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Postgres"] = ("",
                "The primary database, such as Host=db.example.com;Database=usher;Username=usher_app;Password=... "
                + "Without it a private PostgreSQL runs under Data__Directory."),
            ["ConnectionStrings:PostgresMigrations"] = ("",
                "The connection of the tables' owner, direct and not through a pooler, for 'usher migrate'. Without it "
                + "ConnectionStrings__Postgres migrates, if its role may."),
            ["ConnectionStrings:PostgresReplicas"] = ("",
                "Replicas as a multi-host Npgsql string, for reads that may be slightly behind. Without it the "
                + "primary."),
            ["Data:Directory"] = (".usher", "Where the private PostgreSQL stores its data."),
            ["Data:PostgresBinaries"] = ("",
                "The directory of initdb, pg_ctl and postgres. Without it they are looked for."),
            ["Configuration:AllowUnknown"] = ("false", "Only warn about unknown settings, for a rollback."),
            ["Configuration:SecretsDirectory"] = ("/run/secrets",
                "The folder of files that are settings. systemd's CREDENTIALS_DIRECTORY, where there is one, comes "
                + "before the default."),
        };

    // Set by Data:Directory and Data:PostgresBinaries.
    private static readonly string[] NotSetHere = ["PrivatePostgres:Directory", "PrivatePostgres:BinariesDirectory"];

    // Their defaults are computed from the machine.
    private static readonly string[] OfTheMachine = ["Bookings:BatchWorkers", "PrivatePostgres:SharedBuffersMebibytes"];

    [GeneratedRegex("<see cref=\"([A-Za-z]+\\.)*(?<name>[A-Za-z]+)\"\\s*/>", RegexOptions.ExplicitCapture)]
    private static partial Regex Reference { get; }

    [GeneratedRegex("</?[a-z]+>")]
    private static partial Regex Tag { get; }

    [GeneratedRegex(@"\d\.\.\d")]
    private static partial Regex RangeInWords { get; }

    public static string Text()
    {
        var text = new StringBuilder(Heading);
        foreach (var (setting, (value, words)) in OfNoClass)
        {
            Append(text, setting, words, value);
        }

        foreach (var section in KnownSettings.OfClasses().GroupBy(setting => setting.Section)
            .OrderBy(section => section.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n# == {section.Key} ==\n");
            foreach (var (_, property) in section
                .OrderBy(setting => setting.Property.DeclaringType!.FullName, StringComparer.Ordinal)
                .ThenBy(setting => setting.Property.MetadataToken))
            {
                AppendProperty(text, section.Key, property);
            }
        }

        return text.ToString();
    }

    private static void AppendProperty(StringBuilder text, string section, PropertyInfo property)
    {
        var setting = $"{section}:{property.Name}";
        if (NotSetHere.Contains(setting, StringComparer.Ordinal))
        {
            return;
        }

        var words = WordsOf(property);
        var range = SettingValues.Numbers.FirstOrDefault(
            number => number.Section == section && number.Name == property.Name);
        if (range is not null && !RangeInWords.IsMatch(words))
        {
            words += string.Create(CultureInfo.InvariantCulture, $" {range.Min:N0}..{range.Max:N0}.");
        }

        var isOfMachine = OfTheMachine.Contains(setting, StringComparer.Ordinal);
        var value = isOfMachine ? "" : Convert.ToString(
            property.GetValue(Activator.CreateInstance(property.DeclaringType!)), CultureInfo.InvariantCulture);
        Append(
            text, setting, isOfMachine ? $"{words} The default depends on the machine." : words,
            property.PropertyType == typeof(bool) ? value!.ToLowerInvariant() : value ?? "");
    }

    private static void Append(StringBuilder text, string setting, string words, string value)
    {
        text.Append('\n');
        var line = "#";
        foreach (var word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length + 1 + word.Length > Columns)
            {
                text.Append(line).Append('\n');
                line = "#";
            }

            line += $" {word}";
        }

        text.Append(line).Append('\n')
            .Append(CultureInfo.InvariantCulture, $"#{RenamedSettings.InEnvironment(setting)}={value}\n");
    }

    // As it stands above the property in the source.
    private static string WordsOf(PropertyInfo property)
    {
        var lines = Repository.Code.Single(file =>
            file.Path.StartsWith("src/", StringComparison.Ordinal)
            && file.Text.Contains($"class {property.DeclaringType!.Name}\n", StringComparison.Ordinal)).Lines;
        var at = Array.FindIndex(lines, line =>
            line.Contains($" {property.Name} {{ get; set", StringComparison.Ordinal));
        var above = lines[..at].Reverse().Select(line => line.Trim())
            .SkipWhile(line => line.StartsWith('['))
            .TakeWhile(line => line.StartsWith("///", StringComparison.Ordinal))
            .Reverse()
            .Select(line => line[3..].Trim());
        var words = string.Join(' ', above);
        return Tag.Replace(Reference.Replace(words, "${name}"), "").Trim();
    }
}
