using Usher.Engine.Sealing;

namespace Usher.Server.Hosting;

/// <summary>Finds the key ring that the configuration names.</summary>
/// <param name="configuration">The settings.</param>
/// <param name="dataFolder">Where the program keeps what is its own.</param>
internal sealed class OpenKeyRing(IConfiguration configuration, string dataFolder)
{
    private const string Setting = $"{PrivacyOptions.Section}:{nameof(PrivacyOptions.KeyRing)}";
    private const string DevelopmentName = "keyring.json";

    // A command has no host; its variables have their prefix.
    private readonly bool _isDevelopment = string.Equals(
        configuration[HostDefaults.EnvironmentKey] ?? configuration["ASPNETCORE_ENVIRONMENT"]
            ?? configuration["DOTNET_ENVIRONMENT"],
        Environments.Development, StringComparison.OrdinalIgnoreCase);

    /// <summary>Refuses before anything is made for it what cannot be read later.</summary>
    /// <exception cref="KeyRingException">There is none, or it lies where a copy of the database takes it along.
    /// </exception>
    public void Require()
    {
        if (!_isDevelopment)
        {
            File.Read();
        }
    }

    /// <summary>Reads it. Development has one of its own, made when it is first needed.</summary>
    /// <exception cref="KeyRingException">There is none.</exception>
    public KeyRing Read() => _isDevelopment ? File.ReadOrMake() : File.Read();

    /// <summary>The file, whether or not it is there.</summary>
    /// <exception cref="KeyRingException">As by <see cref="Require"/>.</exception>
    public KeyRingFile File => new(FindPath());

    private string FindPath()
    {
        if (configuration[Setting] is not { Length: > 0 } path)
        {
            return _isDevelopment ? Path.Combine(dataFolder, DevelopmentName)
                : throw new KeyRingException(
                    "Privacy__KeyRing is not set: it names the file with the keys that personal data is encrypted "
                    + "with, outside of Data__Directory. 'usher privacy add-key --Privacy:KeyRing=FILE' makes one.");
        }

        return _isDevelopment || !IsWithin(path, dataFolder) ? path
            : throw new KeyRingException(
                $"Privacy__KeyRing is '{path}', within Data__Directory: whoever copies the database would copy its "
                + "keys. Move the file elsewhere.");
    }

    private static bool IsWithin(string path, string folder) => Path.GetFullPath(path).StartsWith(
        Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar,
        StringComparison.Ordinal);
}
