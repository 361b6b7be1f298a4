namespace Usher.Engine.Database;

/// <summary>A setting of the database is wrong. The message names the setting and what it should be.</summary>
public sealed class DatabaseConfigurationException(string message, Exception? cause = null) : Exception(message, cause)
{
    internal static void RequireRange(string setting, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            throw new DatabaseConfigurationException($"{setting} is {value}; it must be within {min}..{max}.");
        }
    }
}
