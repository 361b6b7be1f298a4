using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace Usher.Server.Hosting;

/// <summary>
/// Settings from files, so that no secret has to be in the environment or in an argument: the file Auth__AdminKey of
/// the folder is the setting Auth:AdminKey. Containers mount such a folder at /run/secrets, systemd names one by
/// LoadCredential. What the environment or an argument says wins over a file, and a file over appsettings.json.
/// </summary>
internal static class SecretFiles
{
    /// <summary>Where they are, unless that is the default; given in the environment or as an argument.</summary>
    public const string Setting = "Configuration:SecretsDirectory";

    private const string DirectoryDefault = "/run/secrets";
    private const string SystemdDirectory = "CREDENTIALS_DIRECTORY";
    private const int FileCharsMax = 64 * 1024;

    /// <summary>Adds what is there, before the environment.</summary>
    /// <exception cref="OptionsValidationException">A folder that is named is not there, or a file cannot be read.
    /// </exception>
    public static void AddSecretFiles(this IConfigurationBuilder builder, string[] arguments)
    {
        var named = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(arguments).Build()[Setting];
        var directory = string.IsNullOrEmpty(named)
            ? Environment.GetEnvironmentVariable(SystemdDirectory) ?? DirectoryDefault
            : named;
        var isThere = Directory.Exists(directory);
        if (!isThere && !string.IsNullOrEmpty(named))
        {
            throw Wrong(
                $"{RenamedSettings.InEnvironment(Setting)} is '{named}', but there is no such folder. Set it to the "
                + "folder with a file for each secret, such as Auth__AdminKey.");
        }

        var source = new MemoryConfigurationSource { InitialData = isThere ? Read(directory) : [] };
        builder.Sources.Insert(PositionBeforeEnvironment(builder), source);
    }

    // What is named otherwise belongs to somebody else, who may keep it from us.
    private static List<KeyValuePair<string, string?>> Read(string directory) =>
    [
        .. from path in Directory.EnumerateFiles(directory).Order(StringComparer.Ordinal)
           let setting = Path.GetFileName(path).Replace("__", ":", StringComparison.Ordinal)
           where KnownSettings.IsOfOurs(setting)
           select KeyValuePair.Create(setting, (string?)ReadText(path)),
    ];

    private static string ReadText(string path)
    {
        try
        {
            return new FileInfo(path).Length > FileCharsMax
                ? throw Wrong($"The file {path} is too large for a setting.")
                // Editors and echo end a file with a line end.
                : File.ReadAllText(path).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"The file {path} has the value of a setting, but cannot be read. Give the server's user the "
                + "right to, or remove it.");
        }
    }

    private static int PositionBeforeEnvironment(IConfigurationBuilder builder)
    {
        var sources = builder.Sources.ToList();
        var environment = sources.FindLastIndex(
            source => source is EnvironmentVariablesConfigurationSource { Prefix: null or "" });
        return environment < 0 ? sources.Count : environment;
    }

    private static OptionsValidationException Wrong(string problem) => new("", typeof(SecretFiles), [problem]);
}
