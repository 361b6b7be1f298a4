using Npgsql;
using Usher.Testing;

namespace Usher.Tests.Privacy;

/// <summary>Looks into every table, as somebody with a dump would.</summary>
internal static class StoredTexts
{
    /// <summary>The rows in which a text is, as a text or as bytes, with their tables.</summary>
    public static async Task<List<string>> FindAsync(TestDatabase database, string text)
    {
        List<string> tables = [];
        await using (var list = database.DataSource.CreateCommand(
            "select quote_ident(tablename) from pg_tables where schemaname = 'public'"))
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        List<string> rows = [];
        foreach (var table in tables)
        {
            await using var find = database.DataSource.CreateCommand($"""
                select t::text from {table} t
                where t::text ilike '%' || $1 || '%' or t::text like '%' || encode(convert_to($1, 'UTF8'), 'hex') || '%'
                """);
            find.Parameters.Add(new NpgsqlParameter<string> { TypedValue = text });
            await using var reader = await find.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add($"{table}: {reader.GetString(0)}");
            }
        }

        return rows;
    }
}
