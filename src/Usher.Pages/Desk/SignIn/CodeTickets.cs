using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace Usher.Pages.Desk.SignIn;

/// <summary>Says for a few minutes whose password was right, between the form of the password and that of the code. It
/// opens nothing by itself, and nothing at all once the password is another one.</summary>
public sealed class CodeTickets(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5);

    private readonly ITimeLimitedDataProtector _protector =
        protection.CreateProtector("Usher.Desk.SecondFactor").ToTimeLimitedDataProtector();

    public string Make(PersonId person, Guid stamp) => _protector.Protect($"{person} {stamp:D}", Length);

    /// <summary>Null: it is none, or too old.</summary>
    public (PersonId Person, Guid Stamp)? Read(string? ticket)
    {
        try
        {
            return _protector.Unprotect(ticket ?? "").Split(' ') is [var person, var stamp]
                ? (new PersonId(Guid.Parse(person)), Guid.Parse(stamp))
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
