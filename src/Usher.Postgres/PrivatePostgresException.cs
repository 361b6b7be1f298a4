namespace Usher.Postgres;

/// <summary>The private PostgreSQL could not be created, started or reached. The message says why, with the last lines
/// of the server's log where it wrote any.</summary>
public class PrivatePostgresException(string message, Exception? cause = null) : Exception(message, cause)
{
    internal static void RequireRange(string setting, int value, int min, int max)
    {
        if (value < min || value > max)
        {
            throw new PrivatePostgresException($"{setting} is {value}; it must be within {min}..{max}.");
        }
    }
}

/// <summary>This machine has no fitting PostgreSQL. The message is one line that says what to install.</summary>
public sealed class PostgresNotFoundException(string message) : PrivatePostgresException(message);
