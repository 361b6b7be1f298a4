using Npgsql;
using Usher.Engine.Database;
using Usher.Engine.Idempotency;

namespace Usher.BoxOffice.Privacy;

/// <summary>Writes uses of personal data into the table <c>personal_data_events</c>, with the organization in whose
/// name they were.</summary>
internal sealed class PersonalDataEvents(DataSources data) : IPersonalDataLog
{
    private const string Insert = """
        insert into personal_data_events (actor, address, kind, person, bookings, organization_id)
        values ($1, $2, $3, $4, $5, $6)
        """;

    public async Task NoteAsync(PersonalDataEvent one, OrganiserWrite? write, CancellationToken ct)
    {
        if (write is null)
        {
            await using var connection = await data.Primary.OpenConnectionAsync(ct);
            await NoteAsync(one, connection, ct);
        }
        else
        {
            await NoteAsync(one, write.Connection, ct);
        }
    }

    private static async Task NoteAsync(PersonalDataEvent one, NpgsqlConnection connection, CancellationToken ct)
    {
        await using var insert = new NpgsqlCommand(Insert, connection);
        insert.Parameters.Add(one.Actor.Name.Typed());
        insert.Parameters.Add((one.Actor.Address?.ToString()).Typed());
        insert.Parameters.Add(KindOf(one.Use).Typed());
        insert.Parameters.Add(one.Person.Typed());
        insert.Parameters.Add(one.Bookings.Typed());
        insert.Parameters.Add(Tenant.Current.Typed());
        await insert.ExecuteNonQueryAsync(ct);
    }

    private static string KindOf(PersonalDataUse use) => use switch
    {
        PersonalDataUse.LookUp => "LOOK_UP",
        PersonalDataUse.List => "LIST",
        PersonalDataUse.Export => "EXPORT",
        PersonalDataUse.Erase => "ERASE",
        PersonalDataUse.Reapply => "REAPPLY",
        _ => throw new ArgumentOutOfRangeException(nameof(use), use, "Not a use of personal data."),
    };
}
