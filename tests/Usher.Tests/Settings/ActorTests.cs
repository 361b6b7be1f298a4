using System.Net;

namespace Usher.Tests.Settings;

public sealed class ActorTests
{
    [Fact]
    public void Events_call_actors_what_they_always_did()
    {
        Actor.Buyer(ActorRight.Public).Name.ShouldBe("buyer");
        Actor.Staff("mona@example.com", ActorRight.DeskSession).Name.ShouldBe("mona@example.com");
        Actor.Sweep.Name.ShouldBe("sweep");
        Actor.Demo.Name.ShouldBe("buyer");
    }

    [Fact]
    public void The_same_in_every_respect_is_the_same_actor()
    {
        var (there, same) = (IPAddress.Parse("2001:db8::7"), IPAddress.Parse("2001:db8::7"));

        Actor.Buyer(ActorRight.BookingId, there).ShouldBe(Actor.Buyer(ActorRight.BookingId, same));
        Actor.Buyer(ActorRight.BookingId, there).ShouldNotBe(Actor.Buyer(ActorRight.BookingId));
        Actor.Demo.ShouldNotBe(Actor.Buyer(ActorRight.System));
    }

    [Fact]
    public void Nobody_gives_no_command() => Should.Throw<InvalidOperationException>(() => default(Actor).Name);

    [Fact]
    public void A_name_of_staff_has_an_end()
    {
        Actor.Staff(new string('m', Actors.CharsMax), ActorRight.AdminKey).Name.Length.ShouldBe(Actors.CharsMax);
        Should.Throw<ArgumentException>(() => Actor.Staff(new string('m', Actors.CharsMax + 1), ActorRight.AdminKey));
    }
}
