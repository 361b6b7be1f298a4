using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Usher.Engine.Bookings;
using Usher.Http.Errors;
using Usher.Http.Fields;
using Usher.Http.Security;

namespace Usher.Api.Identity;

/// <summary>Somebody signs in.</summary>
internal sealed record TokenBody : IJsonBody<TokenBody>
{
    private static readonly string[] Known = ["email", "password", "otp"];

    [Description("The e-mail address, however it is typed.")]
    [MaxLength(EmailAddress.CharsMax)]
    [Wire(Format = "email")]
    public required string Email { get; init; }

    [MaxLength(PasswordStrength.CharsMax)]
    [Wire(Format = "password")]
    public required string Password { get; init; }

    [Description("The code of the authenticator app, or a recovery code; only for accounts with a second factor.")]
    [MaxLength(SecondFactor.CodeCharsMax)]
    public string? Otp { get; init; }

    public static TokenBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? email = null;
        string? password = null;
        string? otp = null;
        while (fields.Next() is { } field)
        {
            switch (field)
            {
                case "email":
                    email = fields.Text(EmailAddress.CharsMax)?.Trim();
                    break;
                case "password":
                    password = fields.Text(PasswordStrength.CharsMax);
                    break;
                default:
                    otp = fields.Text(SecondFactor.CodeCharsMax);
                    break;
            }
        }

        errors.Require("email", email is not null);
        errors.Require("password", password is not null);
        return errors.Any ? null : new TokenBody { Email = email!, Password = password!, Otp = otp };
    }
}

/// <summary>A refresh token comes back.</summary>
internal sealed record RefreshBody : IJsonBody<RefreshBody>
{
    private const int CharsMax = 200;

    private static readonly string[] Known = ["refresh_token"];

    [Description("The latest `refresh_token` of the session.")]
    [MaxLength(CharsMax)]
    public required string RefreshToken { get; init; }

    public static RefreshBody? Read(ReadOnlySpan<byte> json, FieldErrors errors)
    {
        var fields = new JsonFields(json, Known, errors);
        string? token = null;
        while (fields.Next() is not null)
        {
            token = fields.Text(CharsMax);
        }

        errors.Require("refresh_token", token is not null);
        return errors.Any ? null : new RefreshBody { RefreshToken = token! };
    }
}
