using Npgsql;
using Usher.Engine.Bookings;
using Usher.Engine.Database;
using Usher.Engine.Privacy;
using Usher.Engine.Selling;
using Usher.Testing;

namespace Usher.Tests.Privacy;

/// <summary>What lies in the database of a booking's address, and what becomes of it.</summary>
public sealed class SealedBookingTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task No_table_has_an_address_and_everybody_who_may_reads_it()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var email = $"Asha.{show}@Example.com";
        var held = await HoldAsync(engine, show, email, 1);
        var sold = await HoldAsync(engine, show, null, 2);
        await engine.ConfirmAsync(sold.Id, email);
        var cancelled = await HoldAsync(engine, show, email, 3);
        await engine.CancelAsync(cancelled.Id);

        foreach (var id in new[] { held.Id, sold.Id, cancelled.Id })
        {
            (await engine.ReadAsync(id)).Email.ShouldBe(email);
        }

        (await StoredTexts.FindAsync(database, $"asha.{show}")).ShouldBeEmpty();
        (await CountAsync("select count(*) from bookings where show_id = $1 and email_sealed is not null", show))
            .ShouldBe(3);
        (await CountAsync(
            "select count(distinct email_key) from bookings where show_id = $1 and length(email_key) = 22", show))
            .ShouldBe(1);
    }

    [Fact]
    public async Task Two_first_bookings_of_a_person_at_once_have_a_key_each_and_both_are_read()
    {
        await using var one = new TestEngine(database.DataSources);
        await using var other = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources, seats: 40);
        var email = $"race{show}@example.com";

        var held = await Task.WhenAll(Enumerable.Range(1, 40).Select(
            seat => HoldAsync(seat % 2 == 0 ? one : other, show, email, seat)));

        foreach (var booking in held)
        {
            (await one.ReadAsync(booking.Id)).Email.ShouldBe(email);
        }

        (await CountAsync("""
            select count(distinct k.id) from bookings b
            join personal_keys k on k.id = b.person_key where b.show_id = $1
            """, show)).ShouldBe(40);
    }

    [Fact]
    public async Task An_address_that_is_replaced_loses_its_key_and_one_that_is_said_again_keeps_it()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        var same = await HoldAsync(engine, show, "same@example.com", 1);
        var other = await HoldAsync(engine, show, "before@example.com", 2);
        var (sameKey, otherKey) = (await KeyOfAsync(same), await KeyOfAsync(other));

        var sameNow = await engine.ConfirmAsync(same.Id, "same@example.com");
        var otherNow = await engine.ConfirmAsync(other.Id, "after@example.com");

        sameNow.ShouldBeOfType<ConfirmOutcome.Confirmed>().Booking.Email.ShouldBe("same@example.com");
        otherNow.ShouldBeOfType<ConfirmOutcome.Confirmed>().Booking.Email.ShouldBe("after@example.com");
        (await engine.ReadAsync(same.Id)).Email.ShouldBe("same@example.com");
        (await engine.ReadAsync(other.Id)).Email.ShouldBe("after@example.com");
        (await KeyOfAsync(same)).ShouldBe(sameKey);
        (await KeyOfAsync(other)).ShouldNotBe(otherKey);
        (await CountAsync($"select count(*) from personal_keys where id = '{otherKey}' and $1 > 0", show)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_refused_leaves_no_key()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        await HoldAsync(engine, show, "first@example.com", 1);
        var keys = await CountAsync("select count(*) from personal_keys where $1 > 0", show);

        (await engine.BookAsync(new BookRequest(show, "late@example.com", [1])))
            .ShouldBeOfType<BookOutcome.SeatsTaken>();

        (await CountAsync("select count(*) from personal_keys where $1 > 0", show)).ShouldBe(keys);
    }

    [Fact]
    public async Task Bookings_of_an_earlier_program_are_read_and_found_before_and_after_they_are_sealed()
    {
        await using var engine = new TestEngine(database.DataSources);
        var show = await TestEngine.CreateShowAsync(database.DataSources);
        string[] typed = [$"Plain{show}@Example.com", $"gru\u0308n{show}@example.com"];
        List<BookingId> ids = [];
        for (var seat = 1; seat <= 6; seat++)
        {
            var booking = await HoldAsync(engine, show, typed[seat % 2], seat);
            ids.Add(booking.Id);
            if (seat > 2)
            {
                await engine.ConfirmAsync(booking.Id);
            }

            // As it was written then.
            await using var unseal = database.DataSource.CreateCommand("""
                with gone as (
                    delete from personal_keys where id = (select person_key from bookings where id = $1)
                )
                update bookings set email = $2, email_key = $3, email_sealed = null, person_key = null where id = $1
                """);
            unseal.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = booking.Id.Value });
            unseal.Parameters.Add(new NpgsqlParameter<string> { TypedValue = typed[seat % 2] });
            unseal.Parameters.Add(EmailKey.Of(typed[seat % 2]).Typed());
            await unseal.ExecuteNonQueryAsync();
        }

        await ShouldFindAsync();
        // A buyer who confirms a hold of before, with the same address and with another one.
        await engine.ConfirmAsync(ids[0], typed[1]);
        await engine.ConfirmAsync(ids[1]);
        await ShouldFindAsync();
        var sealing = new BookingSealing(database.DataSources);
        (await sealing.SealAllAsync(portion: 2, CancellationToken.None)).ShouldBeGreaterThanOrEqualTo(5);
        (await sealing.SealAllAsync(portion: 1_000, CancellationToken.None)).ShouldBe(0);
        await ShouldFindAsync();
        (await CountAsync("select count(*) from bookings where show_id = $1 and email is not null", show)).ShouldBe(0);

        // What an earlier program that runs beside this one takes away comes back.
        await ExecuteAsync($"update bookings set email_key = null where show_id = {show}");
        (await sealing.SealAllAsync(portion: 4, CancellationToken.None)).ShouldBe(6);
        await ShouldFindAsync();
        (await CountAsync("""
            select count(*) from personal_keys k where $1 > 0
              and not exists (select from bookings b where b.person_key = k.id)
            """, show)).ShouldBe(0);

        async Task ShouldFindAsync()
        {
            var search = new BookingSearch(database.DataSources);
            foreach (var (index, email) in typed.Index())
            {
                foreach (var filter in new BookingFilter[]
                {
                    new() { Email = email }, new() { Email = email, ShowId = show },
                })
                {
                    var found = (await search.FindAsync(filter, 10, after: null, CancellationToken.None)).Bookings;
                    found.Select(booking => booking.Id).ShouldBe(
                        ids.Where((_, i) => (i + 1) % 2 == index), ignoreOrder: true, $"{email} {filter}");
                    found.ShouldAllBe(booking => booking.Email == email);
                }
            }
        }
    }

    private static async Task<Booking> HoldAsync(TestEngine engine, ShowId show, string? email, int seat) =>
        (await engine.BookAsync(new BookRequest(show, email, [seat]))).ShouldBeOfType<BookOutcome.Held>().Booking;

    private async Task<Guid> KeyOfAsync(Booking booking)
    {
        await using var command = database.DataSource.CreateCommand("select person_key from bookings where id = $1");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = booking.Id.Value });
        return (Guid)(await command.ExecuteScalarAsync())!;
    }

    private async Task<long> CountAsync(string sql, ShowId show)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = show.Value });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
