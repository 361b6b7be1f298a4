using System.Collections.Immutable;
using Npgsql;

namespace Usher.Engine.Database;

/// <summary>
/// Keys that protect what a browser keeps for this system, as the XML of their owner; the engine does not look inside.
/// Every process on one database reads all of them. Calls block, for the owner's interface does.
/// </summary>
public sealed class DataProtectionKeys(DataSources data)
{
    /// <summary>All keys, the oldest first.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public ImmutableArray<string> Read()
    {
        using var command = data.Primary.CreateCommand(
            "select xml from data_protection_keys order by created_at, name");
        using var reader = command.ExecuteReader();
        var keys = ImmutableArray.CreateBuilder<string>();
        while (reader.Read())
        {
            keys.Add(reader.GetString(0));
        }

        return keys.ToImmutable();
    }

    /// <summary>Adds a key. One of this name that is there already stays as it is.</summary>
    /// <exception cref="NpgsqlException">The database cannot be reached.</exception>
    public void Add(string name, string xml)
    {
        using var command = data.Primary.CreateCommand(
            "insert into data_protection_keys (name, xml) values ($1, $2) on conflict (name) do nothing");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = xml });
        command.ExecuteNonQuery();
    }
}
