using Npgsql;
using NpgsqlTypes;

namespace Usher.Engine.Database;

/// <summary>
/// Positional parameters with explicit types, so that a statement is prepared once for all batches.
/// </summary>
public static class BatchParameters
{
    /// <summary>Adds a statement with its parameters, in order.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>A command with its parameters, in order.</summary>
    public static NpgsqlCommand Command(
        this NpgsqlDataSource data, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = data.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>The same on a connection, in the transaction that it has.</summary>
    public static NpgsqlCommand Command(
        this NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>A statement in the name of <see cref="Tenant.Current"/>: one round trip and one transaction, in which
    /// row-level security hides what is another organization's. Without a tenant it is the statement alone.</summary>
    public static NpgsqlBatch Scoped(
        this NpgsqlDataSource data, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var batch = data.Scoped();
        batch.Add(sql, parameters);
        return batch;
    }

    /// <summary>The same for statements that are added to it.</summary>
    public static NpgsqlBatch Scoped(this NpgsqlDataSource data)
    {
        var batch = data.CreateBatch();
        if (Tenant.Current is { } tenant)
        {
            batch.Add(Tenant.EnterSql, tenant.Typed());
        }

        return batch;
    }

    /// <summary>An array of a type that the database knows.</summary>
    public static NpgsqlParameter Typed<T>(this T[] values) =>
        new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | ElementType<T>() };

    /// <summary>A bigint.</summary>
    public static NpgsqlParameter Typed(this long value) =>
        new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint };

    /// <summary>A show.</summary>
    public static NpgsqlParameter Typed(this ShowId id) => id.Value.Typed();

    /// <summary>A seating plan.</summary>
    public static NpgsqlParameter Typed(this PlanId id) => id.Value.Typed();

    /// <summary>An integer.</summary>
    public static NpgsqlParameter Typed(this int value) =>
        new NpgsqlParameter<int> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Integer };

    /// <summary>A UUID.</summary>
    public static NpgsqlParameter Typed(this Guid value) =>
        new NpgsqlParameter<Guid> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Uuid };

    /// <summary>A moment, or null.</summary>
    public static NpgsqlParameter Typed(this DateTime? value) => value is { } moment
        ? new NpgsqlParameter<DateTime> { TypedValue = moment, NpgsqlDbType = NpgsqlDbType.TimestampTz }
        : new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    /// <summary>A person.</summary>
    public static NpgsqlParameter Typed(this PersonId id) => id.Value.Typed();

    /// <summary>An organization.</summary>
    public static NpgsqlParameter Typed(this OrganizationId id) => id.Value.Typed();

    /// <summary>An organization, or null.</summary>
    public static NpgsqlParameter Typed(this OrganizationId? id) =>
        new() { Value = id is { } some ? some.Value : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint };

    /// <summary>A UUID, or null.</summary>
    public static NpgsqlParameter Typed(this Guid? value) =>
        new() { Value = value is { } id ? id : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid };

    /// <summary>A text, or null.</summary>
    public static NpgsqlParameter Typed(this string? value) =>
        new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    /// <summary>Bytes.</summary>
    public static NpgsqlParameter Typed(this byte[] value) =>
        new NpgsqlParameter<byte[]> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bytea };

    /// <summary>An array of what is chosen of each item.</summary>
    public static NpgsqlParameter ArrayOf<TItem, T>(this IReadOnlyList<TItem> items, Func<TItem, T> select)
    {
        var values = new T[items.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = select(items[i]);
        }

        return values.Typed();
    }

    private static NpgsqlDbType ElementType<T>() => default(T) switch
    {
        long => NpgsqlDbType.Bigint,
        int => NpgsqlDbType.Integer,
        Guid => NpgsqlDbType.Uuid,
        DateTime => NpgsqlDbType.TimestampTz,
        _ when typeof(T) == typeof(long?) => NpgsqlDbType.Bigint,
        _ when typeof(T) == typeof(int?) => NpgsqlDbType.Integer,
        _ when typeof(T) == typeof(Guid?) => NpgsqlDbType.Uuid,
        _ when typeof(T) == typeof(DateTime?) => NpgsqlDbType.TimestampTz,
        _ when typeof(T) == typeof(string) => NpgsqlDbType.Text,
        _ when typeof(T) == typeof(byte[]) => NpgsqlDbType.Bytea,
        _ => throw new NotSupportedException($"No PostgreSQL type is known for {typeof(T)}."),
    };
}
