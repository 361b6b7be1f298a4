namespace Usher.Engine.Database;

/// <summary>A migration was refused or failed. The message names the file and the remedy.</summary>
public sealed class MigrationException(string message, Exception? cause = null) : Exception(message, cause);
